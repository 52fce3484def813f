package dev.gen2lift.testimages.efi;

import dev.gen2lift.testimages.efi.X64Assembler.Label;
import dev.gen2lift.testimages.efi.X64Assembler.Register;
import java.nio.charset.StandardCharsets;

/**
 * The sample VM's loader: an EFI application for x86-64 that prints a line on the console and on the first serial
 * port, and switches the machine off. Offsets of fields and functions are those of the UEFI specification 2.10.
 */
public final class SampleProgram {

    /** In EFI_SYSTEM_TABLE (4.3). */
    private static final int CONSOLE_OUT = 64;

    private static final int RUNTIME_SERVICES = 88;

    /** In EFI_SIMPLE_TEXT_OUTPUT_PROTOCOL (12.4). */
    private static final int OUTPUT_STRING = 8;

    /** In EFI_RUNTIME_SERVICES (4.5). */
    private static final int RESET_SYSTEM = 104;

    private static final int RESET_SHUTDOWN = 2;

    /** COM1 of a PC, a 16550. */
    private static final int SERIAL_DATA = 0x3F8;

    private static final int SERIAL_LINE_STATUS = 0x3FD;
    private static final int TRANSMITTER_READY = 0x20;

    /** Reads of the line status before a byte is sent all the same; a port that is not there must not hold the VM. */
    private static final int PATIENCE = 1 << 20;

    /** Space that a caller leaves for its callee's four register arguments, which also aligns the stack to 16. */
    private static final int SHADOW_SPACE = 32;

    private SampleProgram() {}

    /** The program as a file; {@code line} is ASCII without a line break. */
    public static byte[] printing(String line) {
        return new PeImage(Machine.X64, code(line + "\r\n")).toBytes();
    }

    private static byte[] code(String text) {
        X64Assembler assembler = new X64Assembler();
        Label screenText = new Label("text for the screen");
        Label serialText = new Label("text for the serial port");
        Label halted = new Label("halted");

        // Called as efi_main(RCX image handle, RDX system table).
        assembler.push(Register.RBX).subtract(Register.RSP, SHADOW_SPACE).move(Register.RBX, Register.RDX);
        assembler
                .load(Register.RCX, Register.RBX, CONSOLE_OUT)
                .loadAddress(Register.RDX, screenText)
                .callThrough(Register.RCX, OUTPUT_STRING);
        printToSerialPort(assembler, serialText);
        assembler
                .load(Register.RAX, Register.RBX, RUNTIME_SERVICES)
                .moveValue(Register.RCX, RESET_SHUTDOWN)
                .clear(Register.RDX)
                .clearThirdAndFourthArgument()
                .callThrough(Register.RAX, RESET_SYSTEM);
        assembler.at(halted).halt().jump(halted);

        assembler.data(screenText, (text + "\0").getBytes(StandardCharsets.UTF_16LE));
        assembler.data(serialText, (text + "\0").getBytes(StandardCharsets.US_ASCII));
        return assembler.assemble();
    }

    private static void printToSerialPort(X64Assembler assembler, Label text) {
        Label nextByte = new Label("next byte");
        Label wait = new Label("wait for the transmitter");
        Label ready = new Label("transmitter ready");
        Label done = new Label("all bytes sent");

        assembler.loadAddress(Register.RSI, text);
        assembler
                .at(nextByte)
                .loadByte(Register.RDI, Register.RSI)
                .move(Register.RAX, Register.RDI)
                .testAl()
                .jumpIfZero(done)
                .increment(Register.RSI)
                .moveValue(Register.RCX, PATIENCE);
        assembler
                .at(wait)
                .moveValue(Register.RDX, SERIAL_LINE_STATUS)
                .inAlFromPortDx()
                .testAl(TRANSMITTER_READY)
                .jumpIfNotZero(ready)
                .decrement(Register.RCX)
                .jumpIfNotZero(wait);
        assembler
                .at(ready)
                .move(Register.RAX, Register.RDI)
                .moveValue(Register.RDX, SERIAL_DATA)
                .outAlToPortDx()
                .jump(nextByte);
        assembler.at(done);
    }
}
