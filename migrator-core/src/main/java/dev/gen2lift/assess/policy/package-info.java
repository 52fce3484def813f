/** Site policies in files: docs/policy.md is what they may say. */
@NullMarked
package dev.gen2lift.assess.policy;

import org.jspecify.annotations.NullMarked;
