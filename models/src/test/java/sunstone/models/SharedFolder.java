package sunstone.models;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The folder of reference data that lies beside the checkout, or wherever {@code -Dsunstone.shared} says. */
public final class SharedFolder {
    private SharedFolder() {}

    /** A file below {@code shared/reference}, or null if there is no such folder. */
    public static @Nullable Path reference(String name) {
        String property = System.getProperty("sunstone.shared");
        if (property != null) {
            return Path.of(property, "reference", name);
        }
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            Path reference = p.resolve("shared").resolve("reference");
            if (Files.isDirectory(reference)) {
                return reference.resolve(name);
            }
        }
        return null;
    }
}
