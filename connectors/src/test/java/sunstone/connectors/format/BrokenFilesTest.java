package sunstone.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sunstone.connectors.format.map.EbsdMap;

/** Files that are wrong: always a reason, never an exception. */
class BrokenFilesTest {
    private static final String CTF = """
            Channel Text File
            Prj	made for a test
            JobMode	Grid
            XCells	2
            YCells	2
            XStep	0.5
            YStep	0.5
            Phases	1
            2.95;2.95;4.68	90;90;120	Ti	9	0
            Phase	X	Y	Bands	Error	Euler1	Euler2	Euler3	MAD	BC	BS
            1	0.0	0.0	8	0	10.0	20.0	30.0	0.5	100	0
            1	0.5	0.0	8	0	0.0	0.0	0.0	0.5	100	0
            0	0.0	0.5	8	0	NaN	20.0	30.0	0.5	100	0
            1	0.5	0.5	8	0	-10.0	340.0	370.0	0.5	100	0
            """;

    private static final String ANG = """
            # Phase 1
            # MaterialName Ti
            # Symmetry 62
            # Phase 2
            # MaterialName Beta
            # Symmetry 43
            # Phase 3
            # MaterialName Oxide
            # Symmetry 22
            # GRID: SqrGrid
            # XSTEP: 0.5
            # YSTEP: 0.5
            # NCOLS_ODD: 2
            # NCOLS_EVEN: 2
            # NROWS: 2
            1.0 1.0 1.0 0.0 0.0 10 0.9 1 1 1
            1.0 1.0 1.0 0.5 0.0 10 0.9 2 1 1
            1.0 1.0 1.0 0.0 0.5 10 0.9 3 1 1
            1.0 1.0 1.0 0.5 0.5 10 0.9 0 1 1
            """;

    @TempDir
    Path dir;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text, StandardCharsets.ISO_8859_1);
    }

    @Test
    void ctf_soundFile_isReadWithTheIdentityAsAnOrientation() throws IOException {
        EbsdMap map = SharedFiles.read(file("a.ctf", CTF));
        assertThat(map.phase()).containsExactly(1, 1, 0, 1);
    }

    @Test
    void ang_severalPhases_keepTheirNumbersAndUnusualOnesAreNoted() throws IOException {
        EbsdMap map = SharedFiles.read(file("a.ang", ANG));
        assertThat(map.phase()).containsExactly(1, 2, 3, 0);
        assertThat(map.phases()).extracting(p -> p.name()).containsExactly("Ti", "Beta", "Oxide");
        assertThat(map.crystals())
                .extracting(p -> p.laue().orElseThrow().symbol())
                .containsExactly("6/mmm", "m-3m", "mmm");
        assertThat(map.notes()).hasSize(2);
        assertThat(map.notes().get(0)).contains("phase 3 (Oxide)", "22", "the shipped prior does not know");
        assertThat(map.notes().get(1)).contains("1 points carry angles but phase 0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Channel Text File|Tunnel Text File|line 1",
                "JobMode\tGrid|JobMode\tInteractive|Interactive",
                "XCells\t2|XCells\t1|one point too many",
                "XCells\t2|XCells\t4000000|4000000",
                "XStep\t0.5|XStep\t0|XStep 0.0 um",
                "YStep\t0.5|YStep\tx|line 7 has YStep \"x\"",
                "YStep\t0.5|Other\t0.5|lacks",
                "Phases\t1|Phases\t128|1 to 127",
                "Phases\t1|Phases\t2|line 10 has Laue group",
                "\t9\t0|\t12\t0|Laue group \"12\"",
                "\t9\t0|\t3\t0|which its cell does not allow",
                "Euler3|Euler4|no column Euler3",
                "10.0\t20.0\t30.0|10.0\tNaN\t30.0|line 11 has Euler angle \"NaN\"",
                "10.0\t20.0\t30.0|10.0\t1e9\t30.0|720",
                "1\t0.5\t0.5|2\t0.5\t0.5|line 14 has phase \"2\"",
                "1\t0.5\t0.5|1\t0.9\t0.5|point 4 at (0.9",
                "0\t0.0\t0.5|0\t0.0\t0.0|points 1 and 3 at the same place",
                "\t370.0\t0.5\t100\t0||columns"
            })
    void ctf_oneThingWrong_isRefusedNamingIt(String from, String to, String why) throws IOException {
        String text = CTF.replace(from, to == null ? "" : to);
        assertThat(text).isNotEqualTo(CTF);
        assertThat(SharedFiles.reason(file("a.ctf", text))).contains("a.ctf", why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "# Phase 2|# Phase 1|phase 1 twice, differently",
                "0.9 2 1|0.9 4 1|phase 4",
                "1.0 1.0 1.0 0.5 0.5 10|1.0 57.3 1.0 0.5 0.5 10|57.3 rad",
                "1.0 1.0 1.0 0.5 0.5 10 0.9 0 1 1|1.0 1.0|2 columns",
                "NROWS: 2|NROWS: 3|4 points, which fill the first places of the 2 x 3 points",
                "# |# no key: |no phase",
                "XSTEP: 0.5|XSTEP: no|XSTEP \"no\""
            })
    void ang_oneThingWrong_isRefusedNamingIt(String from, String to, String why) throws IOException {
        String text = ANG.replace(from, to);
        assertThat(text).isNotEqualTo(ANG);
        assertThat(SharedFiles.reason(file("a.ang", text))).contains("a.ang", why);
    }

    @Test
    void ctf_fewerAndMorePoints_areRefused() throws IOException {
        String shorter = CTF.substring(0, CTF.lastIndexOf("1\t0.5\t0.5"));
        String more = CTF + "1\t0.0\t1.0\t8\t0\t0\t0\t0\t0\t0\t0\n";
        assertThat(SharedFiles.reason(file("a.ctf", shorter))).contains("3 points", "cut off");
        assertThat(SharedFiles.reason(file("b.ctf", more))).contains("line 15 is one point too many");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.ctf", "a.ang", "a.cpr"})
    void read_emptyMissingOrEndless_isRefused(String name) throws IOException {
        assertThat(SharedFiles.reason(dir.resolve(name))).contains("is not a file");
        assertThat(SharedFiles.reason(file(name, ""))).contains(name);
        assertThat(SharedFiles.reason(file(name, "#".repeat(100_000)))).contains("limit of 20000 characters");
        assertThat(SharedFiles.reason(dir)).contains("is not a file");
    }

    /** Random bytes changed, cut off or repeated in the smallest files: whatever comes out, it comes out as a value. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "formats/ebsdlib_Test_US_1.ctf",
                "formats/ebsdlib_Test_European_1.ctf",
                "formats/ebsdlib_Test_1.ang",
                "formats/mtex_astar_ACOM.ang",
                "ebsd/ti_alphabeta_lightform.cpr"
            })
    void read_randomDamage_neverThrows(String name) throws IOException {
        byte[] sound = Files.readAllBytes(SharedFiles.reference(name));
        Path target = dir.resolve("damaged" + name.substring(name.lastIndexOf('.')));
        Files.write(dir.resolve("damaged.crc"), new byte[1000]);
        SplittableRandom random = new SplittableRandom(11);
        for (int trial = 0; trial < 200; trial++) {
            byte[] bytes = Arrays.copyOf(sound, random.nextInt(4) > 0 ? sound.length : random.nextInt(sound.length));
            for (int k = random.nextInt(5); k > 0 && bytes.length > 0; k--) {
                // the header is where damage matters most
                int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 600));
                bytes[at] = (byte)
                        (random.nextBoolean() ? random.nextInt(256) : "0123456789-,.\t\n#".charAt(random.nextInt(16)));
            }
            Files.write(target, bytes);
            assertThatCode(() -> EbsdMaps.read(target)).as("trial " + trial).doesNotThrowAnyException();
        }
    }
}
