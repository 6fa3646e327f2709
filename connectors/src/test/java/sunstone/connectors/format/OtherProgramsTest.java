package sunstone.connectors.format;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import sunstone.connectors.format.map.EbsdMap;

/** Forms of the same two maps that other programs than the vendors' write, and files that hold no map at all. */
class OtherProgramsTest {
    private static final Path ANG = SharedFiles.reference("cases/01-oim-version7/Test_Ti.ang");
    private static final Path CTF = SharedFiles.reference("cases/00-control/lf.ctf");
    private static final Path CPR = SharedFiles.reference("cases/00-control/lf.cpr");
    private static final Path CRC = SharedFiles.reference("cases/00-control/lf.crc");
    private static final String SILENT = "";

    @TempDir
    Path dir;

    private static UnaryOperator<String> everyPoint(UnaryOperator<String[]> change) {
        return text -> text.lines()
                        .map(l -> l.startsWith("#")
                                ? l
                                : String.join(" ", change.apply(l.strip().split(" +"))))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static UnaryOperator<String> both(UnaryOperator<String> one, UnaryOperator<String> other) {
        return text -> other.apply(one.apply(text));
    }

    private static String[] order(String[] fields, int... places) {
        String[] ordered = fields.clone();
        for (int i = 0; i < places.length; i++) {
            ordered[i] = fields[places[i]];
        }
        return ordered;
    }

    private static Stream<Arguments> ang() {
        String head = "(?m)^# COLUMN_HEADERS.*$";
        UnaryOperator<String> placesFirst = s ->
                s.replaceFirst(head, "# COLUMN_HEADERS: x, y, phi1, PHI, phi2, IQ, CI, Phase index, SEM, Fit, a, b, c");
        UnaryOperator<String> orix = s -> s.replaceFirst(
                head,
                "# Column names: phase_id, phi1, Phi, phi2, x, y, image_quality, confidence_index, detector_signal, fit");
        return Stream.of(
                arguments(
                        "places before angles",
                        both(placesFirst, everyPoint(f -> order(f, 3, 4, 0, 1, 2))),
                        169,
                        SILENT),
                arguments("phase first", both(orix, everyPoint(f -> order(f, 7, 0, 1, 2, 3, 4, 5, 6))), 169, SILENT),
                arguments(
                        "names that lack one",
                        (UnaryOperator<String>) s -> s.replaceFirst(head, "# COLUMN_HEADERS: phi1, PHI, phi2, x"),
                        169,
                        SILENT),
                arguments(
                        "keys in capitals",
                        (UnaryOperator<String>)
                                s -> s.lines().map(String::toUpperCase).collect(Collectors.joining("\n")),
                        169,
                        SILENT),
                arguments(
                        "keys in small letters",
                        (UnaryOperator<String>)
                                s -> s.lines().map(String::toLowerCase).collect(Collectors.joining("\n")),
                        169,
                        SILENT),
                arguments(
                        "NaN of Windows",
                        (UnaryOperator<String>)
                                s -> s.replaceFirst("(?m)^ *0\\.22367\\d* +2\\.03754\\d*", "-1.#IND 1.#QNAN"),
                        168,
                        "168 points with an orientation have phase 0"),
                arguments(
                        "confidence in percent",
                        everyPoint(f -> {
                            f[6] = "95.5";
                            return f;
                        }),
                        169,
                        "169 points have a confidence above 1"),
                arguments(
                        "commas in the cell",
                        (UnaryOperator<String>) s -> s.replace("2.950 2.950 4.680", "2.950, 2.950, 4.680,"),
                        169,
                        SILENT),
                arguments(
                        "a step of 0",
                        (UnaryOperator<String>) s -> s.replaceAll("STEP: 0.4", "STEP: 0.0"),
                        169,
                        SILENT),
                arguments(
                        "point group against symmetry",
                        (UnaryOperator<String>) s -> s.replaceFirst("# Symmetry +62", "# Symmetry 20"),
                        169,
                        "6/mmm is that of its cell"),
                arguments(
                        "line ends of three systems",
                        (UnaryOperator<String>)
                                s -> s.replaceFirst("\n", "\r\n").replaceFirst("\n#", "\r#"),
                        169,
                        SILENT));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ang")
    void ang_ofAnotherProgram_isTheSameMap(String what, UnaryOperator<String> change, int points, String note)
            throws IOException {
        EbsdMap map = changed("a.ang", Files.readString(ANG, ISO_8859_1), change);
        agrees(map, ANG, points, note);
        assertThat(map.crystals().get(0).cell())
                .isEqualTo(SharedFiles.read(ANG).crystals().get(0).cell());
    }

    /** The map of a text that was changed. */
    private EbsdMap changed(String name, String text, UnaryOperator<String> change) throws IOException {
        String changed = change.apply(text);
        assertThat(changed).isNotEqualTo(text);
        return SharedFiles.read(Files.writeString(dir.resolve(name), changed, ISO_8859_1));
    }

    /** As the map of a file, and its notes say this, or nothing. */
    private static void agrees(EbsdMap map, Path file, int points, String note) {
        CasesTest.agrees(map, SharedFiles.read(file), points);
        if (note.isEmpty()) {
            assertThat(map.notes()).isEmpty();
        } else {
            assertThat(map.notes()).anyMatch(n -> n.contains(note));
        }
    }

    @Test
    void ang_imageQualityAndConfidenceExchanged_isToldByTheNamesOfTheColumns() throws IOException {
        String text = Files.readString(ANG, ISO_8859_1).replace("IQ, CI", "CI, IQ");
        String changed = everyPoint(f -> order(f, 0, 1, 2, 3, 4, 6, 5)).apply(text);
        EbsdMap map = SharedFiles.read(Files.writeString(dir.resolve("a.ang"), changed, ISO_8859_1));
        assertThat(map.quality()).isEqualTo(SharedFiles.read(ANG).quality());
    }

    private static Stream<Arguments> ctf() {
        return Stream.of(
                arguments("a comment at the end", (UnaryOperator<String>) s -> s + "# exported\n", 334, SILENT),
                arguments(
                        "names of columns in quotes",
                        (UnaryOperator<String>) s -> s.replace("Phase\tX\tY", "\"Phase\"\t\"X\"\t\"Y\""),
                        334,
                        SILENT),
                arguments(
                        "a cell between commas",
                        (UnaryOperator<String>) s -> s.replace("2.954;2.954;4.729", "2.954,2.954,4.729"),
                        334,
                        SILENT),
                arguments(
                        "a phase where there is no solution",
                        (UnaryOperator<String>) s ->
                                s.replaceAll("(?m)^0(\t\\S+\t\\S+\t\\S+\t)[1-9]\t0\\S*\t0\\S*\t0", "1$13\t0\t0\t0"),
                        334,
                        SILENT),
                arguments(
                        "phases from 0",
                        (UnaryOperator<String>) s -> s.replaceAll("(?m)^1(\t\\d)", "0$1"),
                        0,
                        "334 points carry angles but phase 0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ctf")
    void ctf_ofAnotherProgram_isTheSameMap(String what, UnaryOperator<String> change, int points, String note)
            throws IOException {
        EbsdMap map = changed("a.ctf", Files.readString(CTF, ISO_8859_1).replace("\r\n", "\n"), change);
        agrees(map, CTF, points, note);
        assertThat(map.crystals()).isEqualTo(SharedFiles.read(CTF).crystals());
    }

    /** Dashes and micro signs as Windows writes them in the West. */
    @Test
    void read_nameOfAPhaseInWindows1252_isReadable() throws IOException {
        String text = Files.readString(CTF, ISO_8859_1).replace("Ti-Hex", "Ti\u2013Hex 5 \u00b5m");
        Path file = Files.write(dir.resolve("a.ctf"), text.getBytes(Charset.forName("windows-1252")));
        assertThat(SharedFiles.read(file).crystals().get(0).name()).isEqualTo("Ti\u2013Hex 5 \u00b5m");
    }

    /** Places of points as fields 1 and 2, in any order, and only where something was found. */
    @Test
    void cpr_placesAmongItsFields_arePlacedByThem() throws IOException {
        byte[] crc = Files.readAllBytes(CRC);
        int length = crc.length / 720;
        List<byte[]> records = new ArrayList<>();
        for (int i = 0; i < 720; i++) {
            ByteBuffer b = ByteBuffer.allocate(length + 8).order(ByteOrder.LITTLE_ENDIAN);
            b.put(crc[i * length]).putFloat(i % 30 * 0.15f).putFloat(i / 30 * 0.15f);
            records.add(b.put(crc, i * length + 1, length - 1).array());
        }
        Collections.shuffle(records, new Random(6));
        StringBuilder fields = new StringBuilder("Count=11\n");
        for (String code : "1 2 3 4 5 6 7 8 10 11 12".split(" ", -1)) {
            fields.append("Field" + (fields.toString().split("\n", -1).length - 1) + "=" + code + "\n");
        }
        String project = Files.readString(CPR, ISO_8859_1)
                .replace("\r\n", "\n")
                .replaceFirst("Count=9\n(Field\\d=\\d+\n)+", fields.toString());
        Path file = Files.writeString(dir.resolve("a.cpr"), project, ISO_8859_1);

        Files.write(dir.resolve("A.CRC"), joined(records)); // as Windows would find it
        EbsdMap whole = SharedFiles.read(file);
        CasesTest.agrees(whole, SharedFiles.read(CPR), 334);
        assertThat(whole.notes()).isEmpty();

        records.removeIf(r -> r[0] == 0);
        Files.write(dir.resolve("A.CRC"), joined(records));
        EbsdMap found = SharedFiles.read(file);
        CasesTest.agrees(found, SharedFiles.read(CPR), 334);
        assertThat(found.notes()).singleElement().asString().contains("544 of the 720 places");
    }

    private static byte[] joined(List<byte[]> records) {
        ByteBuffer all = ByteBuffer.allocate(records.size() * records.get(0).length);
        records.forEach(all::put);
        return all.array();
    }

    @ParameterizedTest
    @CsvSource({
        "JobMode=RegularGrid, JobMode=LineScan, 'jobmode \"LineScan\", needed is a grid'",
        "yCells=24, yCells=12~zCells=2, 'zcells \"2\", needed is one section'"
    })
    void cpr_thatIsNoMapOfOneSection_isRefused(String from, String to, String why) throws IOException {
        Files.copy(CRC, dir.resolve("a.crc"));
        String text = Files.readString(CPR, ISO_8859_1).replace(from, to.replace('~', '\n'));
        assertThat(SharedFiles.reason(Files.writeString(dir.resolve("a.cpr"), text, ISO_8859_1)))
                .contains("a.cpr", why);
    }

    @ParameterizedTest
    @CsvSource({
        "map.bcf, AAMVHFSS, 'Bruker Esprit, which is described nowhere: export'",
        "map.osc, x, EDAX OIM",
        "map.oipx, x, 'AZtec as .h5oina or .ctf'",
        "map.zip, PK, unpack it",
        "map.ang, PK\u0003\u0004xl, unpack it",
        "map.ctf, '\u001f\u008b\u0008', unpack it",
        "map.ang, version https://git-lfs.github.com/spec/v1, git lfs pull",
        "map.ctf, <!DOCTYPE html><html>, a page of the web",
        "map.ang, '\u0089HDF~', ending .h5",
        "map.ang, Channel Text File, ending .ctf"
    })
    void read_whatHoldsNoMap_namesTheWayOut(String name, String content, String why) throws IOException {
        assertThat(SharedFiles.reason(Files.writeString(dir.resolve(name), content.replace("~", "\r\n"), ISO_8859_1)))
                .contains(name, why);
    }

    /** Rows of 5 and 4 points, 4 rows. */
    private String hexagonal() throws IOException {
        String head = Files.readString(ANG, ISO_8859_1)
                .lines()
                .filter(l -> l.startsWith("#"))
                .map(l -> l.replace("SqrGrid", "HexGrid")
                        .replaceFirst("XSTEP: .*", "XSTEP: 0.500000")
                        .replaceFirst("YSTEP: .*", "YSTEP: 0.433013")
                        .replaceFirst("NCOLS_ODD: .*", "NCOLS_ODD: 5")
                        .replaceFirst("NCOLS_EVEN: .*", "NCOLS_EVEN: 4")
                        .replaceFirst("NROWS: .*", "NROWS: 4"))
                .collect(Collectors.joining("\n"));
        StringBuilder points = new StringBuilder(head + "\n");
        for (int i = 0; i < 18; i++) {
            boolean shifted = i % 9 >= 5;
            double x = (shifted ? i % 9 - 4.5 : i % 9) * 0.5 - 7.3, y = (i / 9 * 2 + (shifted ? 1 : 0)) * 0.433013;
            points.append("1.0 0.5 " + 0.05 * i + " " + (float) x + " " + (float) y + " 100 0.9 0 1 1\n");
        }
        return points.toString();
    }

    @Test
    void hexagonal_oneStepForBothOrANegativeOrigin_isRead() throws IOException {
        EbsdMap map = SharedFiles.read(Files.writeString(dir.resolve("a.ang"), hexagonal()));
        EbsdMap one = SharedFiles.read(
                Files.writeString(dir.resolve("b.ang"), hexagonal().replace("YSTEP: 0.433013", "YSTEP: 0.500000")));
        assertThat(map.grid().rows()).isEqualTo(4);
        assertThat(map.count(0)).as("behind the ends of the shorter rows").isEqualTo(2);
        assertThat(map.originXUm()).isEqualTo(-7.3);
        assertThat(one.quaternions()).isEqualTo(map.quaternions());
        assertThat(one.notes()).anyMatch(n -> n.contains("rows of points lie 0.433013 um apart"));
    }

    @Test
    void hexagonal_cutOffOrSparse_isToldApart() throws IOException {
        List<String> lines = hexagonal().lines().toList();
        String cut = String.join("\n", lines.subList(0, lines.size() - 6));
        assertThat(SharedFiles.reason(Files.writeString(dir.resolve("a.ang"), cut)))
                .contains("holds 12 points", "cut off");
        List<String> some = new ArrayList<>(lines.subList(0, lines.size() - 18));
        some.addAll(Arrays.asList(lines.get(lines.size() - 1), lines.get(lines.size() - 9)));
        EbsdMap sparse = SharedFiles.read(Files.writeString(dir.resolve("b.ang"), String.join("\n", some)));
        assertThat(sparse.count(1)).isBetween(2, 4);
        assertThat(sparse.notes()).anyMatch(n -> n.contains("2 of at least 18 places"));
    }

    /**
     * Made with h5py: in one scan a chunk of 16 bytes whose Deflate holds two megabytes of zeros, in the other a chunk that claims a
     * gigabyte for four numbers.
     */
    @ParameterizedTest
    @CsvSource({"inflates, inflates to more than its 16 bytes", "claims, '1 chunks of 1073741824 bytes'"})
    void hdf5_thatWouldFillTheMemory_isRefusedBeforeItDoes(String scan, String why) throws Exception {
        Path file = Path.of(OtherProgramsTest.class.getResource("hdf5/bombs.h5").toURI());
        assertThat(SharedFiles.reason(Path.of(file + "#" + scan))).contains("bombs.h5", "/EBSD/Data/Phi1", why);
    }
}
