package sunstone.agent.cli;

import static picocli.CommandLine.Spec.Target.MIXEE;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import sunstone.models.map.ScanGrid;
import sunstone.simulators.microstructure.MicrostructureRecipe;
import sunstone.simulators.microstructure.Specimen;

/** A generated specimen that is cut into sections, in place of a single map. */
final class SectionOptions {
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

    /** Whether sections are wanted. */
    boolean given() {
        return sections != null;
    }

    /**
     * The sections.
     *
     * @param sizePx rows and columns of each
     * @param diameterPx median grain diameter
     */
    List<Specimen.Cut> cut(int sizePx, double diameterPx, long seed) {
        int count = sections == null ? 1 : sections;
        if (count < 1 || count > MOST || !(thickness >= 0.01 && thickness <= 10)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--sections must be 1 to " + MOST + ", --thickness 0.01 to 10 grain diameters: " + count + ", "
                            + thickness);
        }
        return Specimen.sections(
                new ScanGrid(sizePx, sizePx, 1), MicrostructureRecipe.titanium(diameterPx), count, thickness, seed);
    }
}
