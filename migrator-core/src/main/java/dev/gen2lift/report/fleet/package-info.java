/** What the page of an assessment shows of all machines together: figures, charts, rows. Public for the templates. */
@NullMarked
package dev.gen2lift.report.fleet;

import org.jspecify.annotations.NullMarked;
