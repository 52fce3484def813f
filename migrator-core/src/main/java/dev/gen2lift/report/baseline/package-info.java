/** An older report, and what has changed since. */
@NullMarked
package dev.gen2lift.report.baseline;

import org.jspecify.annotations.NullMarked;
