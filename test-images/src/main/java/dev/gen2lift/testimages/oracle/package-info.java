/** The judges of our tests that are not ours: tools, firmware, corpus and specifications found on this machine. */
package dev.gen2lift.testimages.oracle;
