/** The catalogue of rules: tables of rows, by subject. {@link dev.gen2lift.assess.rules.StandardRules} has them all. */
@NullMarked
package dev.gen2lift.assess.rules;

import org.jspecify.annotations.NullMarked;
