/** The commands: parse, call, print. */
package dev.gen2lift.cli;
