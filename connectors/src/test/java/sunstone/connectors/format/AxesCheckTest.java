package sunstone.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.crystallography.TwinAxes;

/** Twins tell the setting of hexagonal axes, where there are any. */
class AxesCheckTest {
    private static final String TWINNED = "ebsd/mtex_mg_twins.ctf";

    @TempDir
    Path dir;

    private static EbsdMap read(String name) {
        return SharedFiles.read(SharedFiles.reference(name));
    }

    private static int hexagonal(EbsdMap map) {
        return map.phases().stream()
                .filter(p -> p.laue() == LaueGroup.HEXAGONAL)
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** Crystals turned by 30 degrees about c, as a program does that mixes up the two settings. */
    private static EbsdMap turned(EbsdMap map) {
        double[] q = map.quaternions().clone();
        for (int i = 0; i < map.grid().size(); i++) {
            if (map.phase()[i] != 0) {
                CrystalAxes.X_PARALLEL_A_STAR.fromA(true, q, 4 * i);
            }
        }
        return new EbsdMap(map.grid(), map.phases(), map.phase(), q, map.quality(), map.notes(), map.crystals(), 0, 0);
    }

    @ParameterizedTest
    @CsvSource({"ebsd/mtex_mg_twins.ctf, 58, 2", "cases/base/truth.ctf, 13, 0", "cases/hard/truth.ctf, 11, 0"})
    void twins_twinnedMap_speakForItsSettingAndAgainstTheOther(String name, int asRead, int turned) {
        EbsdMap map = read(name);
        TwinAxes twins = AxesCheck.twins(map, hexagonal(map)), other = AxesCheck.twins(turned(map), hexagonal(map));

        assertThat(twins.asGivenPairs()).isEqualTo(asRead);
        assertThat(twins.turnedPairs()).isEqualTo(turned);
        assertThat(twins.speakForGiven()).isTrue();
        assertThat(other.asGivenPairs()).isEqualTo(turned);
        assertThat(other.turnedPairs()).isEqualTo(asRead);
        assertThat(other.speakForTurned()).isTrue();
    }

    /** Points of a sparse scan, as a policy or a person would place them. */
    @ParameterizedTest
    @ValueSource(ints = {60, 150, 300})
    void twins_pointsOfATwinnedMap_tellToo(int points) {
        EbsdMap map = sparse(read(TWINNED), points);

        TwinAxes twins = AxesCheck.twins(map, 1), other = AxesCheck.twins(turned(map), 1);

        assertThat(map.count(1)).isEqualTo(points);
        assertThat(twins.asGivenPairs()).isGreaterThanOrEqualTo(5).isGreaterThan(4 * twins.turnedPairs());
        assertThat(other.turnedPairs()).isEqualTo(twins.asGivenPairs());
    }

    private static EbsdMap sparse(EbsdMap map, int points) {
        byte[] phase = new byte[map.grid().size()];
        double[] q = new double[4 * phase.length];
        SplittableRandom random = new SplittableRandom(2);
        for (int n = 0; n < points; ) {
            int i = random.nextInt(phase.length);
            if (phase[i] == 0 && map.phase()[i] == 1) {
                phase[i] = 1;
                n++;
            }
        }
        for (int i = 0; i < phase.length; i++) {
            q[4 * i] = 1;
            if (phase[i] == 1) {
                System.arraycopy(map.quaternions(), 4 * i, q, 4 * i, 4);
            }
        }
        return new EbsdMap(map.grid(), map.phases(), phase, q, map.quality(), List.of(), map.crystals(), 0, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"formats/pymicro_Ti_ebsd_demo_2.h5", "ebsd/ti_hex_segmented_x0.ctf", "cases/00-control/lf.ctf"})
    void twins_mapWithoutTwins_sayNothingEitherWay(String name) {
        EbsdMap map = read(name);
        TwinAxes twins = AxesCheck.twins(map, hexagonal(map));
        assertThat(twins.speakForGiven()).isFalse();
        assertThat(twins.speakForTurned()).isFalse();
    }

    @Test
    void read_twinnedMapInTheOtherSetting_saysSoAndInItsOwnDoesNot() throws IOException {
        EbsdMap map = read(TWINNED);
        boolean[] measured = new boolean[map.grid().size()];
        Arrays.fill(measured, true);
        float[] deviation = new float[measured.length];
        EbsdMaps.write(map, deviation, measured, "a test", dir.resolve("right.ang"));
        EbsdMaps.write(turned(map), deviation, measured, "a test", dir.resolve("wrong.ang"));

        assertThat(map.notes()).noneMatch(n -> n.contains("30 degrees"));
        assertThat(SharedFiles.read(dir.resolve("right.ang")).notes()).noneMatch(n -> n.contains("30 degrees"));
        assertThat(SharedFiles.read(dir.resolve("wrong.ang")).notes())
                .anyMatch(n -> n.contains("Magnesium") && n.contains("58 pairs") && n.contains("30 degrees about c"));
    }
}
