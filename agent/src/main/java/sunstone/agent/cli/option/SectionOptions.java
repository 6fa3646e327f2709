package sunstone.agent.cli.option;

import static picocli.CommandLine.Spec.Target.MIXEE;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.agent.process.ShippedMap;
import sunstone.models.map.OrientationMap;
import sunstone.models.map.ScanGrid;
import sunstone.simulators.microstructure.MeasuredSpecimen;
import sunstone.simulators.microstructure.MicrostructureRecipe;
import sunstone.simulators.microstructure.Specimen;

/** Options for what is generated: a single map, or a specimen that is cut into sections. */
public final class SectionOptions {
    private static final int MOST = 1000;

    @Spec(MIXEE)
    CommandSpec spec;

    @Option(
            names = "--sections",
            paramLabel = "N",
            description =
                    "Cut a generated specimen into N sections, 1 to 1000, each mounted anew, instead of a single map.")
    @Nullable
    Integer sections;

    @Option(
            names = "--thickness",
            defaultValue = "0.1667",
            paramLabel = "T",
            description = "Thickness between two sections, in mean grain diameters (default ${DEFAULT-VALUE}).")
    double thickness;

    @Option(
            names = "--thickness-um",
            paramLabel = "X",
            description =
                    "Of a measured stack: thickness between two sections, micrometres (default the step of its maps).")
    @Nullable
    Double thicknessUm;

    @Option(
            names = "--size",
            defaultValue = "128",
            paramLabel = "N",
            description = "Of generated maps: rows and columns, px, 8 to 4096 (default ${DEFAULT-VALUE}).")
    int size;

    @Option(
            names = "--grain-px",
            defaultValue = "18",
            paramLabel = "D",
            description = "Of generated maps: median grain size, px, 3 to 60 (default ${DEFAULT-VALUE}).")
    double diameter;

    /** Whether sections are wanted. */
    public boolean given() {
        return sections != null;
    }

    /**
     * The first sections of a measured stack: the files of a folder, in the order of the numbers in their names.
     *
     * @throws IOException if the folder cannot be listed
     */
    public List<Specimen.Cut> measured(Path folder, long seed) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(SectionOptions::number).thenComparing(Path::toString))
                    .toList();
        }
        int count = sections == null ? files.size() : sections;
        if (count < 1 || count > files.size() || thicknessUm != null && !(thicknessUm > 0)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--sections must be 1 to the " + files.size() + " files of " + folder + ", --thickness-um above 0: "
                            + count + ", " + thicknessUm);
        }
        List<OrientationMap> maps = new ArrayList<>();
        for (Path file : files.subList(0, count)) {
            maps.add(ShippedMap.read(file, null, spec.commandLine()).map());
        }
        double stepUm = maps.get(0).grid().stepUm();
        try {
            return MeasuredSpecimen.sections(maps, (thicknessUm == null ? stepUm : thicknessUm) / stepUm, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), folder + ": " + e.getMessage(), e);
        }
    }

    /** The last number in a file's name, -1 without one. */
    private static BigInteger number(Path file) {
        Matcher digits = Pattern.compile("(\\d+)\\D*$").matcher(String.valueOf(file.getFileName()));
        return digits.find() ? new BigInteger(digits.group(1)) : BigInteger.ONE.negate();
    }

    /** Rows and columns of generated maps. */
    public int sizePx() {
        check();
        return size;
    }

    /** Median grain diameter of generated maps, px. */
    public double grainPx() {
        check();
        return diameter;
    }

    private void check() {
        if (size < 8 || size > 4096 || !(diameter >= 3 && diameter <= 60)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--size must be 8 to 4096 px, --grain-px 3 to 60 px: " + size + " px, " + diameter + " px");
        }
    }

    /** The sections. */
    public List<Specimen.Cut> cut(long seed) {
        check();
        int count = sections == null ? 1 : sections;
        if (count < 1 || count > MOST || !(thickness >= 0.01 && thickness <= 10)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--sections must be 1 to " + MOST + ", --thickness 0.01 to 10 grain diameters: " + count + ", "
                            + thickness);
        }
        return Specimen.sections(
                new ScanGrid(size, size, 1), MicrostructureRecipe.titanium(diameter), count, thickness, seed);
    }
}
