/** What every Azure Resource Manager resource shares: ids, errors, long-running operations, groups, the stored documents. */
package dev.gen2lift.rehearsal.arm;
