/** Sign-in: the OAuth 2.0 token endpoint and the bearer tokens that it issues. */
package dev.gen2lift.rehearsal.identity;
