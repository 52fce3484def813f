/** What moving one virtual machine is: its plan, its steps in order, and what came of it. */
package dev.gen2lift.migration;
