package sunstone.agent.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import sunstone.agent.evaluation.metrics.TruthMap;
import sunstone.connectors.format.EbsdMaps;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.models.map.Phase;

/** Maps that a command measures again. */
public final class ShippedMap {
    private static final String SHIPPED = "/sunstone/demo/titanium.ctf.gz";

    private ShippedMap() {}

    /**
     * Reads a map and chooses its phase.
     *
     * @param file null for the map that is shipped
     * @param phase null for the hexagonal phase with the most pixels
     * @throws ParameterException if the file or the phase cannot be used
     */
    public static TruthMap read(@Nullable Path file, @Nullable Integer phase, CommandLine line) throws IOException {
        if (file != null) {
            return choose(file, file.toString(), phase, line);
        }
        Path copy = Files.createTempFile("sunstone", ".ctf");
        try (InputStream in = ShippedMap.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IOException("this build has no shipped map " + SHIPPED);
            }
            Files.copy(new GZIPInputStream(in), copy, StandardCopyOption.REPLACE_EXISTING);
            return choose(copy, "titanium.ctf (generated)", phase, line);
        } finally {
            Files.delete(copy);
        }
    }

    private static TruthMap choose(Path file, String name, @Nullable Integer wanted, CommandLine line) {
        EbsdMap map = EbsdMaps.read(file).fold(m -> m, refused -> {
            throw new ParameterException(line, refused.reason());
        });
        Phase phase = wanted == null
                ? map.mapped().orElseThrow(() -> new ParameterException(line, file + ": no pixel of any known phase"))
                : map.phaseOf(wanted)
                        .filter(p -> map.count(p.id()) > 0)
                        .orElseThrow(() -> new ParameterException(
                                line,
                                "--phase must be one of the phases with pixels, "
                                        + map.phases().stream()
                                                .filter(p -> map.count(p.id()) > 0)
                                                .map(p -> p.id() + " (" + p.name() + ")")
                                                .toList()
                                        + ": " + wanted));
        return TruthMap.of(name, map, phase);
    }
}
