package sunstone.connectors.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sunstone.connectors.format.map.CrystalPhase;
import sunstone.connectors.format.map.EbsdMap;
import sunstone.connectors.format.map.UnitCell;
import sunstone.models.crystallography.LaueGroup;

/** The inputs that people have, and what must become of them: every row of the table of the shared folder's cases. */
class CasesTest {
    static final String TITANIUM = "01-oim-version7/Test_Ti.ang";
    private static final String CONTROL = "00-control/lf.ctf";

    private static Path file(String name) {
        return SharedFiles.reference("cases/" + name);
    }

    private static EbsdMap read(String name) {
        return SharedFiles.read(file(name));
    }

    /** The id of the hexagonal phase. */
    static int titanium(EbsdMap map) {
        return map.phases().stream()
                .filter(p -> p.laue() == LaueGroup.HEXAGONAL)
                .findFirst()
                .orElseThrow()
                .id();
    }

    /** That every pixel of the hexagonal phase has the control's orientation, and that there are so many of them. */
    static void agrees(EbsdMap map, EbsdMap control, int points) {
        assertThat(map.grid()).isEqualTo(control.grid());
        int id = titanium(map), controlId = titanium(control);
        assertThat(map.count(id)).isEqualTo(points);
        for (int i = 0; i < map.grid().size(); i++) {
            if (map.phase()[i] == id) {
                assertThat(control.phase()[i]).as("pixel " + i).isEqualTo((byte) controlId);
                // of cubic symmetry, so that a turn of 30 degrees about c shows
                double error = LaueGroup.CUBIC.disorientation(map.quaternions(), 4 * i, control.quaternions(), 4 * i);
                assertThat(Math.toDegrees(error)).as("pixel " + i).isLessThan(1e-4);
            }
        }
    }

    @Test
    void oim8_notesThatLookLikeKeys_areNotes() {
        EbsdMap map = read(TITANIUM);
        assertThat(map.grid().rows()).isEqualTo(13);
        assertThat(map.grid().cols()).isEqualTo(13);
        assertThat(map.grid().stepUm()).isEqualTo(0.4);
        assertThat(map.count(1)).isEqualTo(169);
        assertThat(map.notes()).isEmpty();
        CrystalPhase ti = map.crystals().get(0);
        assertThat(ti.name()).isEqualTo("Titanium (Alpha)");
        assertThat(ti.cell()).contains(new UnitCell(2.95, 2.95, 4.68, 90, 90, 120));
    }

    @ParameterizedTest
    @CsvSource({
        "02-ang-phases-from-zero/zero.ang, 130",
        "03-ang-symmetry-aliases/mtex-126.ang, 169",
        "05-ang-not-indexed-minus-one/one-phase.ang, 162",
        "10-ang-same-phase-twice/stitched.ang, 169",
        "13-ang-x-outer/x-outer.ang, 169",
        "25-encodings/bom.ang, 169",
        "30-out-of-order/serpentine.ang, 169",
        "31-flipped/y-falling.ang, 169",
        "32-missing-positions/only-measured.ang, 13"
    })
    void ang_case_agreesWithTheControl(String name, int points) {
        agrees(read(name), read(TITANIUM), points);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-control/lf.cpr",
                "06-crc-edx/edx.cpr",
                "07-crc-other-fields/field-9.cpr",
                "18-ctf-laue-against-lattice/laue11.ctf",
                "20-ctf-jobmode/empty.ctf",
                "25-encodings/spaces.ctf",
                "31-flipped/y-falling.ctf",
                "36-cpr-laue-empty/laue-empty.cpr",
                "40-ctf-3d/zcells-1.ctf"
            })
    void ctfAndCpr_case_agreesWithTheControl(String name) {
        agrees(read(name), read(CONTROL), 334);
    }

    @Test
    void ang_phasesFromZero_areNumberedFromOneAndSaidSo() {
        EbsdMap map = read("02-ang-phases-from-zero/zero.ang");
        assertThat(map.phaseOf(1).orElseThrow().name()).isEqualTo("Titanium (Alpha)");
        assertThat(map.phaseOf(2).orElseThrow().name()).isEqualTo("Titanium (Beta)");
        assertThat(map.count(2)).isEqualTo(39);
        assertThat(map.notes()).singleElement().asString().contains("numbered from 0");
    }

    @Test
    void ang_samePhaseTwice_isOnePhaseAndSaidSo() {
        EbsdMap map = read("10-ang-same-phase-twice/stitched.ang");
        assertThat(map.phases()).hasSize(1);
        assertThat(map.notes()).singleElement().asString().contains("Titanium (Alpha)", "taken as one");
    }

    @Test
    void ang_xOuterOfUnequalSides_isTransposed() {
        EbsdMap map = read("13-ang-x-outer/x-outer-13x9.ang"), control = read(TITANIUM);
        assertThat(map.grid().cols()).isEqualTo(13);
        assertThat(map.grid().rows()).isEqualTo(9);
        assertThat(map.notes()).isEmpty();
        for (int i = 0; i < map.grid().size(); i++) { // the first nine lines of the control
            assertThat(LaueGroup.CUBIC.disorientation(map.quaternions(), 4 * i, control.quaternions(), 4 * i))
                    .isLessThan(1e-12);
        }
    }

    @Test
    void ang_onlyMeasured_saysHowManyOfTheRaster() {
        assertThat(read("32-missing-positions/only-measured.ang").notes())
                .singleElement()
                .asString()
                .contains("13 of the 169 places");
    }

    @Test
    void ctf_laueCodeAgainstCellAndSpaceGroup_isTakenByThoseAndSaidLoudly() {
        EbsdMap map = read("18-ctf-laue-against-lattice/laue11.ctf");
        assertThat(map.phaseOf(1).orElseThrow().laue()).isEqualTo(LaueGroup.HEXAGONAL);
        assertThat(map.notes()).singleElement().asString().contains("Ti-Hex", "m-3m", "194", "6/mmm", "contradict");
    }

    @Test
    void cpr_emptyLaueGroups_areThoseOfTheSpaceGroups() {
        EbsdMap map = read("36-cpr-laue-empty/laue-empty.cpr");
        assertThat(map.phases()).isEqualTo(read(CONTROL).phases());
        assertThat(map.notes()).hasSize(2).allMatch(n -> n.contains("space group"));
    }

    @Test
    void ctf_steps_withinAPercentAreOneAndOthersAreRefused() {
        EbsdMap map = read("28-ctf-steps-differ/0.1499-0.1500.ctf");
        assertThat(map.count(titanium(map))).isEqualTo(334);
        assertThat(SharedFiles.reason(file("28-ctf-steps-differ/0.15-0.30.ctf")))
                .contains("0.15 and 0.3 um", "needed is one step");
    }

    @Test
    void ctf_control_keepsCellsSpaceGroupsAndContrast() {
        EbsdMap map = read(CONTROL);
        assertThat(map.notes()).isEmpty();
        assertThat(map.crystals()).hasSize(2);
        assertThat(map.crystalOf(1).orElseThrow().cell()).contains(new UnitCell(2.954, 2.954, 4.729, 90, 90, 120));
        assertThat(map.crystalOf(1).orElseThrow().spaceGroup()).isEqualTo(194);
        assertThat(map.crystalOf(2).orElseThrow().spaceGroup()).isEqualTo(229);
        assertThat(map.quality()[0]).isEqualTo(124 / 255f);
    }
}
