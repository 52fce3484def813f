/** What is installed on the volumes of a Linux system, read without starting it. */
package dev.gen2lift.guest.linux;
