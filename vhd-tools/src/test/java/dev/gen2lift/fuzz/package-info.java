/** What fuzz tests share: inputs that describe sparse files, checksums made right, and what has to hold of any input. */
@org.jspecify.annotations.NullMarked
package dev.gen2lift.fuzz;
