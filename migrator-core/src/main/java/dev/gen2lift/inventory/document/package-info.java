/**
 * Inventories in files: the JSON that {@code discover} writes and reads back, what PowerShell's {@code Get-VM} gives as
 * JSON, and the CSV that Azure Migrate imports.
 */
@NullMarked
package dev.gen2lift.inventory.document;

import org.jspecify.annotations.NullMarked;
