package dev.gen2lift;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;

/** One slice for each package that reads a format of disk images or a file system; what they share is in none. */
final class Formats implements SliceAssignment {

    private static final List<String> PARENTS = List.of("dev.gen2lift.disk.", "dev.gen2lift.filesystem.");
    private static final String SHARED = "dev.gen2lift.disk.layer";

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
        String name = javaClass.getPackageName();
        if (name.equals(SHARED) || PARENTS.stream().noneMatch(name::startsWith)) {
            return SliceIdentifier.ignore();
        }
        return SliceIdentifier.of(name);
    }

    @Override
    public String getDescription() {
        return "formats";
    }
}
