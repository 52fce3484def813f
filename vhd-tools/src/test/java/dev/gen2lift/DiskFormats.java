package dev.gen2lift;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;

/** One slice for each package below {@code disk} that reads a format; what formats share is in none. */
final class DiskFormats implements SliceAssignment {

    private static final String DISK = "dev.gen2lift.disk.";
    private static final String SHARED = DISK + "layer";

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
        String name = javaClass.getPackageName();
        if (!name.startsWith(DISK) || name.equals(SHARED)) {
            return SliceIdentifier.ignore();
        }
        return SliceIdentifier.of(name.substring(DISK.length()));
    }

    @Override
    public String getDescription() {
        return "disk formats";
    }
}
