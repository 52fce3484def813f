package dev.gen2lift.testimages.efi;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An EFI application as a PE image (Microsoft PE format): code that runs wherever it is loaded, an empty relocation
 * table that says so, and any further sections.
 */
public final class PeImage {

    private static final int FILE_ALIGNMENT = 512;
    private static final int SECTION_ALIGNMENT = 4096;
    private static final int PE_AT = 0x80;
    private static final int SECTION_HEADER = 40;
    private static final int DIRECTORIES = 16;
    private static final int BASE_RELOCATION_DIRECTORY = 5;
    private static final int SUBSYSTEM_EFI_APPLICATION = 10;

    private static final int CODE = 0x60000020;
    private static final int READ_ONLY_DATA = 0x40000040;
    private static final int RELOCATIONS = 0x42000040;

    private record Section(byte[] content, int characteristics) {}

    private final Machine machine;
    private final Map<String, Section> sections = new LinkedHashMap<>();

    /** An image whose entry point is the code's first byte. */
    public PeImage(Machine machine, byte[] code) {
        this.machine = machine;
        sections.put(".text", new Section(code.clone(), CODE));
        // A block without relocations, as firmware refuses to move an image that has none at all.
        byte[] block = little(12).putInt(SECTION_ALIGNMENT).putInt(12).array();
        sections.put(".reloc", new Section(block, RELOCATIONS));
    }

    /** An image that does nothing, for those that only look at it. */
    public static PeImage stub(Machine machine) {
        return new PeImage(machine, machine.emptyProgram());
    }

    /** One more section of read-only data, for example {@code .sbat}; the name has at most eight bytes. */
    public PeImage section(String name, byte[] content) {
        sections.put(name, new Section(content.clone(), READ_ONLY_DATA));
        return this;
    }

    /** The file. */
    public byte[] toBytes() {
        int optionalHeader = (machine.wide() ? 112 : 96) + DIRECTORIES * 8;
        int headers = align(PE_AT + 24 + optionalHeader + sections.size() * SECTION_HEADER, FILE_ALIGNMENT);
        int fileSize = headers;
        int imageSize = align(headers, SECTION_ALIGNMENT);
        for (Section section : sections.values()) {
            fileSize += align(section.content.length, FILE_ALIGNMENT);
            imageSize += align(section.content.length, SECTION_ALIGNMENT);
        }
        ByteBuffer file = little(fileSize);
        file.put(ascii("MZ")).putInt(0x3C, PE_AT).position(PE_AT);
        file.put(ascii("PE\0\0"))
                .putShort((short) machine.value())
                .putShort((short) sections.size())
                .putInt(0) // time: none, so that the bytes stay the same
                .putInt(0)
                .putInt(0)
                .putShort((short) optionalHeader)
                .putShort((short) (machine.wide() ? 0x0022 : 0x0102)); // executable; large addresses or 32 bits
        putOptionalHeader(file, headers, imageSize);
        putSections(file, headers);
        return file.array();
    }

    private void putOptionalHeader(ByteBuffer file, int headers, int imageSize) {
        int entryPoint = align(headers, SECTION_ALIGNMENT);
        int codeSize = align(content(".text").length, FILE_ALIGNMENT);
        file.putShort((short) (machine.wide() ? 0x20B : 0x10B))
                .putShort((short) 0) // linker version
                .putInt(codeSize)
                .putInt(0)
                .putInt(0)
                .putInt(entryPoint)
                .putInt(entryPoint); // base of code
        if (machine.wide()) {
            file.putLong(0); // image base: none preferred
        } else {
            file.putInt(0).putInt(0); // base of data, image base
        }
        file.putInt(SECTION_ALIGNMENT)
                .putInt(FILE_ALIGNMENT)
                .putInt(0) // operating system version
                .putInt(0) // image version
                .putInt(0) // subsystem version
                .putInt(0)
                .putInt(imageSize)
                .putInt(headers)
                .putInt(0) // checksum: firmware does not look
                .putShort((short) SUBSYSTEM_EFI_APPLICATION)
                .putShort((short) 0x0100); // runs without executable data
        int stackAndHeap = 4 * (machine.wide() ? Long.BYTES : Integer.BYTES);
        file.put(new byte[stackAndHeap]).putInt(0).putInt(DIRECTORIES);
        int directories = file.position();
        file.putInt(directories + BASE_RELOCATION_DIRECTORY * 8, addressOf(".reloc", headers))
                .putInt(directories + BASE_RELOCATION_DIRECTORY * 8 + 4, content(".reloc").length)
                .position(directories + DIRECTORIES * 8);
    }

    private void putSections(ByteBuffer file, int headers) {
        int at = headers;
        for (Map.Entry<String, Section> entry : sections.entrySet()) {
            byte[] content = entry.getValue().content;
            int size = align(content.length, FILE_ALIGNMENT);
            file.put(Arrays.copyOf(ascii(entry.getKey()), 8))
                    .putInt(content.length)
                    .putInt(addressOf(entry.getKey(), headers))
                    .putInt(size)
                    .putInt(at)
                    .putLong(0) // relocations and line numbers of object files
                    .putInt(0)
                    .putInt(entry.getValue().characteristics);
            file.put(at, content);
            at += size;
        }
    }

    private int addressOf(String name, int headers) {
        int address = align(headers, SECTION_ALIGNMENT);
        for (Map.Entry<String, Section> entry : sections.entrySet()) {
            if (entry.getKey().equals(name)) {
                break;
            }
            address += align(entry.getValue().content.length, SECTION_ALIGNMENT);
        }
        return address;
    }

    private byte[] content(String name) {
        Section section = sections.get(name);
        return section == null ? new byte[0] : section.content;
    }

    private static int align(int value, int alignment) {
        return (value + alignment - 1) / alignment * alignment;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static ByteBuffer little(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
