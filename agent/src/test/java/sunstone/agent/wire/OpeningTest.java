package sunstone.agent.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.agent.scan.Scan;
import sunstone.connectors.message.KnownOptics;
import sunstone.connectors.message.ScanOpened;
import sunstone.connectors.message.codec.Decoded;
import sunstone.models.crystallography.CrystalAxes;
import sunstone.models.map.ScanGrid;
import sunstone.models.polarizedlight.Optics;

class OpeningTest {
    private static ScanOpened opened(ScanOpened.Pl pl) {
        return new ScanOpened(
                "scan-1",
                "specimen",
                1,
                40,
                60,
                2,
                List.of(new ScanOpened.Phase(1, "Titanium", "6/mmm")),
                new ScanOpened.Frame(ScanOpened.Frame.BUNGE, CrystalAxes.X_PARALLEL_A.symbol(), "x"),
                pl,
                ScanOpened.Budget.none(),
                null,
                null);
    }

    private static Scan scan(ScanOpened.Pl pl) {
        return Opening.scan(opened(pl)).value().orElseThrow();
    }

    @Test
    void scan_lightOfAnotherRaster_keepsItsRasterAndField() {
        Scan scan = scan(new ScanOpened.Pl(36, 10, 120, 180));

        assertThat(scan.plFrames()).isEqualTo(36);
        assertThat(scan.light().grid()).isEqualTo(new ScanGrid(120, 180, 2 / 3.0));
        assertThat(scan.light().known()).isEqualTo(Optics.CANONICAL);
    }

    @Test
    void scan_opticsAnnounced_areKnownAndTheRestIsCanonical() {
        Optics known = scan(new ScanOpened.Pl(36, 10, 40, 60, new KnownOptics(0.5, null, 30.0, -1, null)))
                .light()
                .known();

        assertThat(known.gain()).isCloseTo(0.5, within(1e-9));
        assertThat(known.black()).isZero();
        assertThat(known.zeroDeg()).isCloseTo(30, within(1e-9));
        assertThat(known.sense()).isEqualTo(-1);
        assertThat(known.deltaDeg()).isCloseTo(1, within(1e-9));
    }

    @Test
    void scan_noFrames_rasterOfTheLightDoesNotMatter() {
        assertThat(scan(new ScanOpened.Pl(0, 10, 100_000, 100_000)).plFrames()).isZero();
    }

    @Test
    void scan_framesTooLarge_isRefusedWithTheirSize() {
        assertThat(Opening.scan(opened(new ScanOpened.Pl(6, 10, 3000, 3000))))
                .isInstanceOfSatisfying(Decoded.Rejected.class, r -> assertThat(r.detail())
                        .contains("4194304 in a PL frame")
                        .contains("6 frames of 3000 x 3000"));
    }
}
