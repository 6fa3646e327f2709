package sunstone.models.map;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sunstone.models.crystallography.LaueGroup;

class PhaseTest {
    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 128})
    void phase_idOutside_isRejectedWithTheLimit(int id) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Phase(id, "Ti-Hex", LaueGroup.HEXAGONAL))
                .withMessageContaining("1..127")
                .withMessageContaining(String.valueOf(id));
    }
}
