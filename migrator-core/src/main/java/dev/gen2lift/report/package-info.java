/** HTML, JSON and CSV documents. */
package dev.gen2lift.report;
