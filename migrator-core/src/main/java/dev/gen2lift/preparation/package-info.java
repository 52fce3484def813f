/**
 * Scripts that put right inside a guest what an assessment found: one for each machine, with the parts that its findings
 * name and nothing else.
 */
@NullMarked
package dev.gen2lift.preparation;

import org.jspecify.annotations.NullMarked;
