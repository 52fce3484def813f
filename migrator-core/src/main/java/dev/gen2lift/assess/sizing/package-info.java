/**
 * Which VM size and which disks a machine gets in Azure, and how long it takes to bring it there: values and choices
 * over them. Whoever knows the sizes of a subscription, or a machine's load, turns them into these values first.
 */
@NullMarked
package dev.gen2lift.assess.sizing;

import org.jspecify.annotations.NullMarked;
