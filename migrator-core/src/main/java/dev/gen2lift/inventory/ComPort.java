package dev.gen2lift.inventory;

/**
 * A serial port that is connected to something on the host.
 *
 * @param number from 1
 * @param pipe the named pipe, as the host names it
 */
public record ComPort(int number, String pipe) {}
