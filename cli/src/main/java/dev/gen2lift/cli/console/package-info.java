/** How the commands speak: streams, progress, tables, sizes. */
package dev.gen2lift.cli.console;
