package sunstone.models.polarizedlight.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sunstone.models.map.ScanGrid;

class FiducialsTest {
    private static final ScanGrid EBSD = new ScanGrid(90, 120, 1);
    private static final ScanGrid LIGHT = new ScanGrid(180, 240, 0.5);
    private static final double[][] PLACES = {{10, 12}, {80, 20}, {40, 110}, {70, 90}};

    private static List<Fiducials.Mark> marks(Registration truth) {
        List<Fiducials.Mark> marks = new ArrayList<>();
        double[] pl = new double[2];
        for (double[] place : PLACES) {
            truth.locate(place[0], place[1], pl);
            marks.add(new Fiducials.Mark(pl[0], pl[1], place[0], place[1]));
        }
        return marks;
    }

    @Test
    void registration_marksOfASimilarity_isIt() {
        for (double[] parameters : new double[][] {{7, -21, 35, 0.2}, {-3, 2, -170, -0.4}, {0, 0, 0, 0}}) {
            Registration truth = new Registration(EBSD, LIGHT, parameters);
            Registration found = new Fiducials(marks(truth)).registration(EBSD, LIGHT);
            assertThat(found.distance(truth)).isLessThan(1e-6);
        }
    }

    @Test
    void registration_marksThatLieRoughly_suitsAllOfThem() {
        Registration truth = new Registration(EBSD, LIGHT, new double[] {7, -21, 12, 0.05});
        List<Fiducials.Mark> marks = marks(truth);
        Fiducials.Mark first = marks.get(0);
        marks.set(0, new Fiducials.Mark(first.lightRow() + 6, first.lightCol(), first.row(), first.col()));
        assertThat(new Fiducials(marks).registration(EBSD, LIGHT).distance(truth))
                .isBetween(0.5, 3.0);
    }

    @Test
    void registration_mirroredLight_isRefusedAndSaidSo() {
        List<Fiducials.Mark> mirrored = marks(Registration.none(EBSD, LIGHT)).stream()
                .map(m -> new Fiducials.Mark(m.lightRow(), LIGHT.cols() - 1 - m.lightCol(), m.row(), m.col()))
                .toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fiducials(mirrored).registration(EBSD, LIGHT))
                .withMessageContaining("mirrored");
    }

    @Test
    void registration_oneWrongMark_isRefusedWithItsDistance() {
        List<Fiducials.Mark> marks = marks(Registration.none(EBSD, LIGHT));
        marks.set(1, new Fiducials.Mark(20, 20, 80, 100));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fiducials(marks).registration(EBSD, LIGHT))
                .withMessageContaining("px off");
    }

    @Test
    void registration_marksOnALineOrTooFew_areRefused() {
        List<Fiducials.Mark> line = List.of(
                new Fiducials.Mark(0, 0, 0, 0), new Fiducials.Mark(20, 20, 10, 10), new Fiducials.Mark(60, 60, 30, 30));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Fiducials(line).registration(EBSD, LIGHT))
                .withMessageContaining("one line");
        assertThatIllegalArgumentException().isThrownBy(() -> new Fiducials(line.subList(0, 2)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Fiducials.Mark(Double.NaN, 0, 0, 0));
        assertThatNoException().isThrownBy(() -> new Fiducials(line));
    }
}
