package sunstone.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import sunstone.connectors.format.map.EbsdMap;

/** Measured files in the shared folder beside the project. */
public final class SharedFiles {
    private SharedFiles() {}

    /**
     * A file of {@code shared/reference}. Only where there is no shared folder at all the test is skipped, and says
     * what it misses: Surefire prints no reasons of its own.
     */
    public static Path reference(String name) {
        Path folder = folder();
        if (!Files.exists(folder)) {
            String missing = "skipped, needs shared/reference/" + name + ": no such folder above "
                    + Path.of("").toAbsolutePath() + ", name it with -Dsunstone.shared";
            System.err.println(missing);
            assumeThat(folder).as(missing).exists();
        }
        return folder.resolve("reference").resolve(name);
    }

    public static EbsdMap read(Path file) {
        EbsdFile read = EbsdMaps.read(file);
        assertThat(read).isInstanceOf(EbsdFile.Read.class);
        return ((EbsdFile.Read) read).map();
    }

    public static String reason(Path file) {
        EbsdFile read = EbsdMaps.read(file);
        assertThat(read).isInstanceOf(EbsdFile.Refused.class);
        return ((EbsdFile.Refused) read).reason();
    }

    private static Path folder() {
        String named = System.getProperty("sunstone.shared");
        if (named != null) {
            return Path.of(named);
        }
        Path missing = Path.of("shared");
        for (Path p = Path.of("").toAbsolutePath(); p != null; p = p.getParent()) {
            if (Files.isDirectory(p.resolve("shared/reference"))) {
                return p.resolve("shared");
            }
        }
        return missing;
    }
}
