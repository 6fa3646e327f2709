package sunstone.agent.cli.crystal;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.SampleAxis;

/** {@code sunstone crystal}: the crystallography of this program on tables. */
@Command(
        name = "crystal",
        mixinStandardHelpOptions = true,
        description = "Crystallography on tables. Columns are found by name, others are copied; a row that must be"
                + " rejected says why in column \"error\".",
        footer = {
            "",
            "OP             takes                            gives",
            "to-quaternion  phi1_deg,Phi_deg,phi2_deg        qw..qz, back_phi1_deg..",
            "to-cubochoric  qw..qz or Euler angles           hox..hoz, cux..cuz",
            "from-cubochoric cux..cuz, or hox..hoz           hox..hoz, qw..qz, back_phi1_deg..",
            "reduce         qw..qz or Euler angles           fz_w..fz_z, fz_angle_deg, op_index",
            "disorientation a_w..a_z, b_w..b_z               angle_deg",
            "mean           qw..qz or Euler angles, group    group, n, mean_fz_w.., rms_disorientation_deg",
            "ipf            Euler angles or qw..qz           h_x.., sector_x.., orix_r.., classic_r.., classic_R255..",
            "pl             Euler angles or qw..qz, delta_deg c_x.., theta_deg, gamma_mod180_deg, I000..I350",
            "",
            "Rows with phase 0 or ci -1, if there are such columns, are not indexed."
        })
public final class CrystalCommand implements Callable<Integer> {
    private static final List<String> OPERATIONS = List.of(
            "to-quaternion", "to-cubochoric", "from-cubochoric", "reduce", "disorientation", "mean", "ipf", "pl");

    /** Bytes of a table that takes about two seconds. */
    private static final long LARGE = 20_000_000;

    @Parameters(
            paramLabel = "OP",
            completionCandidates = Operations.class,
            converter = OperationName.class,
            description = "${COMPLETION-CANDIDATES}")
    private String operation = "";

    @Option(
            names = "--in",
            required = true,
            paramLabel = "CSV",
            description = "table to read, comma-separated, with a line of column names")
    private Path in;

    @Option(names = "--out", required = true, paramLabel = "CSV", description = "table to write")
    private Path out;

    @Option(
            names = "--laue",
            defaultValue = "6/mmm",
            completionCandidates = Symbols.class,
            converter = LaueSymbol.class,
            paramLabel = "GROUP",
            description = "Laue group, one of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private LaueGroup laue;

    @Option(
            names = "--axis",
            defaultValue = "Z",
            paramLabel = "AXIS",
            description = "sample axis of ipf, X, Y or Z (default: ${DEFAULT-VALUE})")
    private SampleAxis axis;

    @Spec
    private CommandSpec spec;

    /** Runs the operation: 0, or 2 and one line on the standard error if the table cannot be used. */
    @Override
    public Integer call() throws IOException {
        if (!Files.isRegularFile(in)) {
            return refuse(in + " is not a file");
        }
        Path target = out.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(target)) {
            return refuse("cannot write " + out + ": its folder does not exist, or it is a folder itself");
        }
        Path part = target.resolveSibling("." + target.getFileName() + ".part");
        try {
            try (Reader reader = reader();
                    Writer writer = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
                run(reader, writer);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
            return CommandLine.ExitCode.OK;
        } catch (IllegalArgumentException e) {
            return refuse(in + " " + e.getMessage());
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                return refuse(in + " is not UTF-8 text");
            }
            throw e;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** The table as text that must be UTF-8, with a progress bar if it is large and a terminal looks on. */
    private Reader reader() throws IOException {
        long bytes = Files.size(in);
        InputStream stream = Files.newInputStream(in);
        if (bytes > LARGE && System.console() != null) {
            stream = ProgressBar.wrap(
                    stream,
                    new ProgressBarBuilder()
                            .setTaskName("crystal " + operation)
                            .setInitialMax(bytes)
                            .setUnit(" MB", 1_000_000));
        }
        return new InputStreamReader(stream, StandardCharsets.UTF_8.newDecoder());
    }

    private void run(Reader reader, Writer writer) throws IOException {
        CrystalTable table = new CrystalTable(reader);
        CsvWriter printer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(writer);
        switch (operation) {
            case "to-quaternion" -> table.apply(new CrystalOperation.ToQuaternion(), printer);
            case "to-cubochoric" -> table.apply(new CrystalOperation.ToCubochoric(), printer);
            case "from-cubochoric" -> table.apply(new CrystalOperation.FromCubochoric(), printer);
            case "reduce" -> table.apply(new CrystalOperation.Reduce(laue), printer);
            case "disorientation" -> table.apply(new CrystalOperation.Disorientation(laue), printer);
            case "ipf" -> table.apply(new CrystalOperation.Ipf(laue, axis), printer);
            case "pl" -> table.apply(new PolarizedLightOperation(), printer);
            default -> table.apply(new MeanByGroup(laue), printer);
        }
        printer.flush();
    }

    private int refuse(String what) {
        spec.commandLine().getErr().println("crystal " + operation + ": " + what.replaceAll("\\s+", " "));
        return CommandLine.ExitCode.USAGE;
    }

    /** The operations, for the help. */
    static final class Operations implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return OPERATIONS.iterator();
        }
    }

    /** Refuses other operations. */
    static final class OperationName implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            if (!OPERATIONS.contains(value)) {
                throw new TypeConversionException("\"" + value + "\" is none of " + String.join(", ", OPERATIONS));
            }
            return value;
        }
    }

    /** The symbols of the Laue groups, for the help. */
    static final class Symbols implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(LaueGroup.values()).map(LaueGroup::symbol).iterator();
        }
    }

    /** Reads a Laue group. */
    static final class LaueSymbol implements ITypeConverter<LaueGroup> {
        @Override
        public LaueGroup convert(String value) {
            try {
                return LaueGroup.of(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
