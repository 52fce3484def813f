package dev.gen2lift.guest;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Recognises one family of systems by its files, and tells what is installed. */
public interface GuestReader {

    /**
     * What is installed on {@code volumes}; empty where no system of the family is. What is damaged makes facts unknown
     * and is a warning.
     *
     * @param volumes all volumes of the machine that can be read, in the order of its disks
     * @throws IOException where the storage below failed; never for what the volumes hold
     */
    Optional<GuestFacts> read(List<GuestVolume> volumes, InspectionWarnings warnings) throws IOException;
}
