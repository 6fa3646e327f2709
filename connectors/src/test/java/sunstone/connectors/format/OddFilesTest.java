package sunstone.connectors.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.models.crystallography.LaueGroup;

/**
 * Files that somebody has edited, cut, stitched or exported in an odd way: read as they are meant, or refused with the
 * reason.
 */
class OddFilesTest {
    private static final Path ANG = SharedFiles.reference("cases/01-oim-version7/Test_Ti.ang");
    private static final Path CTF = SharedFiles.reference("cases/00-control/lf.ctf");
    private static final String SAME = "";

    @TempDir
    Path dir;

    /** Changes every line of points, split into its fields. */
    private static UnaryOperator<String> points(String separator, UnaryOperator<String[]> change) {
        return text -> {
            boolean[] body = {separator.equals(" ")};
            return text.lines()
                            .map(l -> {
                                boolean point = body[0] && !l.startsWith("#");
                                body[0] |= l.startsWith("Phase\tX");
                                return point
                                        ? String.join(
                                                separator,
                                                change.apply(l.strip().split(separator.equals(" ") ? " +" : "\t", -1)))
                                        : l;
                            })
                            .collect(Collectors.joining("\n"))
                    + "\n";
        };
    }

    private static UnaryOperator<String> field(int k, UnaryOperator<String> change) {
        return points("\t", f -> {
            f[k] = change.apply(f[k]);
            return f;
        });
    }

    private static UnaryOperator<String> angField(int k, UnaryOperator<String> change) {
        return points(" ", f -> {
            f[k] = change.apply(f[k]);
            return f;
        });
    }

    private static String shifted(String number, double by) {
        return String.valueOf(Double.parseDouble(number) + by);
    }

    private static String thousandth(String number) {
        return String.valueOf(Double.parseDouble(number) / 1000);
    }

    private static Stream<Arguments> ctf() {
        return Stream.of(
                arguments("Ctrl-Z at the end", (UnaryOperator<String>) s -> s + "\u001a", SAME),
                arguments("zeros at the end", (UnaryOperator<String>) s -> s + "\0".repeat(200), SAME),
                arguments("CR twice", (UnaryOperator<String>) s -> s.replace("\n", "\r\r\n"), SAME),
                arguments(
                        "a tab before each line",
                        (UnaryOperator<String>) s -> s.replaceAll("(?m)^(\\d)", "\t$1"),
                        SAME),
                arguments("column names in capitals", (UnaryOperator<String>) s -> s.replace("Euler", "EULER"), SAME),
                arguments("a column twice", (UnaryOperator<String>) s -> s.replace("BC\tBS", "BC\tBC"), SAME),
                arguments("exponents", field(5, v -> v + "e+00"), SAME),
                arguments("negative angles", field(5, v -> shifted(v, -360)), SAME),
                arguments("contrast NaN", field(9, v -> "NaN"), SAME),
                arguments("contrast above 255", field(9, v -> "300"), SAME),
                arguments("no MAD", field(8, v -> ""), SAME),
                arguments("phases as floats", field(0, v -> v + ".0"), SAME),
                arguments("coordinates far off", field(1, v -> shifted(v, 54_321.7)), SAME),
                arguments(
                        "step halved", (UnaryOperator<String>) s -> s.replace("0.1500\n", "0.0750\n"), "0.15 um apart"),
                arguments("step in nm", (UnaryOperator<String>) s -> s.replace("0.1500\n", "150\n"), "0.15 um apart"),
                arguments("surface turned", (UnaryOperator<String>) s -> s.replace("AcqE1\t0", "AcqE1\t90"), "turned"),
                arguments(
                        "radians",
                        points("\t", f -> {
                            for (int k = 5; k < 8; k++) {
                                f[k] = String.valueOf(Math.toRadians(Double.parseDouble(f[k])));
                            }
                            return f;
                        }),
                        "!these are radians"),
                arguments(
                        "header twice",
                        (UnaryOperator<String>) s -> s.substring(0, s.indexOf("Euler1\tEuler2")) + s,
                        "!line 1"),
                arguments(
                        "names in the middle",
                        (UnaryOperator<String>) s -> s + "Phase\tX\tY\tBands\tError\tEuler1\tEuler2\tEuler3\n",
                        "!line 737"),
                arguments(
                        "semicolons",
                        (UnaryOperator<String>) s -> s.replace("Phase\tX\tY", "Phase;X;Y"),
                        "!separates its columns"),
                arguments(
                        "x and y exchanged",
                        points("\t", f -> {
                            String x = f[1];
                            f[1] = f[2];
                            f[2] = x;
                            return f;
                        }),
                        "!off the raster"),
                arguments(
                        "sizes exchanged",
                        (UnaryOperator<String>)
                                s -> s.replace("XCells\t30", "XCells\t24").replace("YCells\t24", "YCells\t30"),
                        "!off the raster"),
                arguments("all at one place", field(1, v -> "0"), "!at the same place"),
                arguments(
                        "y falling below 0",
                        (UnaryOperator<String>) s -> s.replace("YStep\t0.1500", "YStep\t-0.1500"),
                        "!needed is more than 0"),
                arguments("no sizes", (UnaryOperator<String>) s -> s.replaceAll("[XY]Cells.*\n", ""), "!lacks XCells"),
                arguments(
                        "cut in the last line",
                        (UnaryOperator<String>) s -> s.substring(0, s.length() - 25),
                        "!columns"),
                arguments(
                        "without the last line",
                        (UnaryOperator<String>) s -> s.substring(0, s.lastIndexOf('\n', s.length() - 2) + 1),
                        "!cut off"),
                arguments("thousands", field(5, v -> "1,000.5"), "!\"1,000.5\""),
                arguments("names of phases", field(0, v -> "Ti-Hex"), "!phase \"Ti-Hex\""));
    }

    private static Stream<Arguments> ang() {
        return Stream.of(
                arguments("a comment at the end", (UnaryOperator<String>) s -> s + "# end of file\n#\n", SAME),
                arguments(
                        "header again in the middle",
                        (UnaryOperator<String>) s -> s + s.substring(0, s.indexOf("# HEADER: End")),
                        SAME),
                arguments("blanks before #", (UnaryOperator<String>) s -> s.replaceAll("(?m)^#", "  #"), SAME),
                arguments("keys without blanks", (UnaryOperator<String>) s -> s.replaceAll("(?m)^# ", "#"), SAME),
                arguments("keys with =", (UnaryOperator<String>) s -> s.replace("STEP: ", "STEP="), SAME),
                arguments("no line GRID", (UnaryOperator<String>) s -> s.replaceFirst("# GRID.*\n", ""), SAME),
                arguments("no sizes", (UnaryOperator<String>) s -> s.replaceAll("# N(COLS|ROWS).*\n", ""), SAME),
                arguments("eight columns", points(" ", f -> Arrays.copyOf(f, 8)), SAME),
                arguments("image quality NaN", angField(5, v -> "nan"), SAME),
                arguments("confidence NaN", angField(6, v -> "nan"), SAME),
                arguments("a turn more", angField(0, v -> shifted(v, 2 * Math.PI)), SAME),
                arguments("negative angles", angField(2, v -> shifted(v, -2 * Math.PI)), SAME),
                arguments(
                        "header twice",
                        (UnaryOperator<String>) s -> s.substring(0, s.indexOf("# HEADER: End")) + s,
                        "listed twice"),
                arguments(
                        "HexGrid on squares",
                        (UnaryOperator<String>) s -> s.replace("SqrGrid", "HexGrid"),
                        "square raster"),
                arguments("another number of the phase", angField(7, v -> "2"), "another number"),
                arguments(
                        "places in mm",
                        (UnaryOperator<String>) s -> angField(3, v -> thousandth(v))
                                .apply(angField(4, v -> thousandth(v)).apply(s)),
                        "which was used"),
                arguments(
                        "degrees",
                        angField(0, v -> String.valueOf(Math.toDegrees(Double.parseDouble(v)))),
                        "!rad, allowed"),
                arguments("seven columns", points(" ", f -> Arrays.copyOf(f, 7)), "!7 columns"),
                arguments(
                        "commas between columns",
                        (UnaryOperator<String>) s -> s.replaceAll("(?m)(?<=\\d) +", ","),
                        "!columns"),
                arguments(
                        "falling step",
                        (UnaryOperator<String>) s -> s.replace("XSTEP: 0.4", "XSTEP: -0.4"),
                        "!XSTEP -0.4"),
                arguments(
                        "without the last line",
                        (UnaryOperator<String>) s -> s.substring(0, s.lastIndexOf('\n', s.length() - 2) + 1),
                        "!cut off"),
                arguments("% for #", (UnaryOperator<String>) s -> s.replaceAll("(?m)^#", "%"), "!no phase"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ctf")
    void ctf_odd_isReadAsMeantOrRefused(String what, UnaryOperator<String> change, String expected) throws IOException {
        check(CTF, "a.ctf", 334, change, expected);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ang")
    void ang_odd_isReadAsMeantOrRefused(String what, UnaryOperator<String> change, String expected) throws IOException {
        check(ANG, "a.ang", 169, change, expected);
    }

    /** @param expected a reason behind !, or what a note has to say; nothing for a map without notes */
    private void check(Path control, String name, int points, UnaryOperator<String> change, String expected)
            throws IOException {
        String text = Files.readString(control, ISO_8859_1).replace("\r\n", "\n"), changed = change.apply(text);
        assertThat(changed).isNotEqualTo(text);
        Path file = Files.writeString(dir.resolve(name), changed, ISO_8859_1);
        if (expected.startsWith("!")) {
            assertThat(SharedFiles.reason(file)).contains(name, expected.substring(1));
            return;
        }
        EbsdMap map = SharedFiles.read(file), sound = SharedFiles.read(control);
        int id = CasesTest.titanium(map);
        assertThat(map.count(id)).isEqualTo(points);
        assertThat(map.phase()).isEqualTo(sound.phase());
        for (int i = 0; i < map.grid().size(); i++) {
            double error = LaueGroup.CUBIC.disorientation(map.quaternions(), 4 * i, sound.quaternions(), 4 * i);
            assertThat(Math.toDegrees(error)).as("pixel " + i).isLessThan(1e-4);
            assertThat(map.quality()[i]).isBetween(0f, 1f);
        }
        if (expected.isEmpty()) {
            assertThat(map.notes()).isEmpty();
        } else {
            assertThat(map.notes()).anyMatch(n -> n.contains(expected));
        }
    }
}
