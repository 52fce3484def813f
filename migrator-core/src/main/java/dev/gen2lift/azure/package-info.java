/** Azure's resources, each brought about by an <em>ensure</em>: look, compare, act, wait. Doing it twice is doing it once. */
package dev.gen2lift.azure;
