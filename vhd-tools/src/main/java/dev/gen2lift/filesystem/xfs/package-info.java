/** XFS. */
package dev.gen2lift.filesystem.xfs;
