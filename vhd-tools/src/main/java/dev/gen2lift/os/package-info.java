/**
 * What the JDK cannot ask the operating system: sharing a range between files, maps of data and holes, the terminal's
 * size. Native code is loaded when it is first needed, never before; where it is missing or the system cannot, callers
 * get a plain "no".
 */
package dev.gen2lift.os;
