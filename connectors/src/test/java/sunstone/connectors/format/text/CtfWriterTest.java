package sunstone.connectors.format.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sunstone.connectors.format.SharedFiles;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.models.crystallography.EulerAngles;
import sunstone.models.crystallography.LaueGroup;
import sunstone.models.map.Phase;
import sunstone.models.map.ScanGrid;

class CtfWriterTest {
    @Test
    void write_thenRead_isTheSameMapWithinItsDigits(@TempDir Path dir) throws IOException {
        ScanGrid grid = new ScanGrid(31, 17, 0.35);
        SplittableRandom random = new SplittableRandom(5);
        byte[] phase = new byte[grid.size()];
        float[] quality = new float[grid.size()];
        double[] q = new double[4 * grid.size()];
        for (int i = 0; i < phase.length; i++) {
            phase[i] = (byte) (random.nextInt(3) == 2 ? 3 : random.nextInt(2));
            quality[i] = random.nextInt(256) / 255f;
            if (phase[i] == 0) {
                q[4 * i] = 1;
            } else {
                EulerAngles.toQuaternionDeg(
                        random.nextDouble(360), random.nextDouble(180), random.nextDouble(360), q, 4 * i);
            }
        }
        List<Phase> phases =
                List.of(new Phase(1, "Ti-Hex", LaueGroup.HEXAGONAL), new Phase(3, "Beta", LaueGroup.CUBIC));
        EbsdMap map = new EbsdMap(grid, phases, phase, q, quality, List.of());

        CtfWriter.write(map, "a test", dir.resolve("a.ctf"));
        EbsdMap read = SharedFiles.read(dir.resolve("a.ctf"));

        assertThat(read.grid()).isEqualTo(grid);
        assertThat(read.phases())
                .containsExactly(phases.get(0), new Phase(2, "unused", LaueGroup.TRICLINIC), phases.get(1));
        assertThat(read.phase()).isEqualTo(phase);
        assertThat(read.quality()).isEqualTo(quality);
        for (int i = 0; i < phase.length; i++) {
            // three angles rounded to 1e-4 degrees; cubic symmetry does not hide a turn of 30 degrees
            assertThat(LaueGroup.CUBIC.disorientation(read.quaternions(), 4 * i, q, 4 * i))
                    .isLessThan(Math.toRadians(1.5e-4));
        }
    }
}
