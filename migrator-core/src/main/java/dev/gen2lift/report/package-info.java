/** HTML, JSON and CSV of an inspection, an assessment or a run. Holds no class of Azure. */
@NullMarked
package dev.gen2lift.report;

import org.jspecify.annotations.NullMarked;
