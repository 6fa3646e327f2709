package sunstone.agent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sunstone.agent.wire.LightRecords;
import sunstone.connectors.format.light.AlignmentFile;
import sunstone.connectors.message.KnownOptics;
import sunstone.connectors.message.LightOptics;
import sunstone.connectors.message.OpticsFile;
import sunstone.connectors.message.codec.Decoded;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;
import sunstone.models.polarizedlight.calibration.LearntLight;
import sunstone.models.polarizedlight.registration.Registration;

/** Options for the optics that are known before a map is made, and for where what was learnt of them goes. */
final class LightOptions {
    @Option(
            names = "--optics",
            paramLabel = "FILE",
            description =
                    "Optics of the instrument as they were learnt before (--save-optics, sunstone optics save): they hold"
                            + " until the points say otherwise.")
    @Nullable
    Path known;

    @Option(
            names = "--alignment",
            paramLabel = "FILE",
            description = "Marks that lie in both images, at least three: a table of " + AlignmentFile.HEAD
                    + " (pixels from 0). They"
                    + " say roughly where the light lies; the points tell the rest. Needed where it is turned by more"
                    + " than 3 degrees or shifted by more than a tenth of the map.")
    @Nullable
    Path alignment;

    @Option(names = "--save-optics", paramLabel = "FILE", description = "Where to write what was learnt of the optics.")
    @Nullable
    Path save;

    /**
     * The optics that are known, canonical ones without a file.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it does not hold optics
     */
    Optics known() throws IOException {
        Path file = known;
        if (file == null) {
            return Optics.CANONICAL;
        }
        Decoded<KnownOptics> read = OpticsFile.decode(Files.readAllBytes(file));
        if (read instanceof Decoded.Rejected<KnownOptics> r) {
            throw new IllegalArgumentException(file + ": " + r.detail());
        }
        return LightRecords.known(read.value().orElseThrow());
    }

    /**
     * Where an operator says that the light lies, or null without a file.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it does not hold marks that an alignment can be made of
     */
    @Nullable
    Registration aligned(ScanGrid ebsd, ScanGrid light) throws IOException {
        Path file = alignment;
        return file == null ? null : AlignmentFile.read(file).registration(ebsd, light);
    }

    /** Prints what was learnt and writes it, if that was asked for. */
    void report(@Nullable LearntLight light, PrintWriter out) throws IOException {
        LightOptics learnt = LightRecords.of(light);
        if (learnt == null) {
            return;
        }
        LightSummary.lines(learnt).forEach(out::println);
        Path file = save;
        if (file == null) {
            return;
        }
        if (learnt.verdict().equals(LightOptics.CONTRADICTED)) {
            out.println("nothing is written to " + file + ": the light tells nothing of the optics");
            return;
        }
        Files.write(file, OpticsFile.encode(learnt));
    }
}
