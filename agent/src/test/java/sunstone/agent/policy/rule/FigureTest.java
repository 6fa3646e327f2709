package sunstone.agent.policy.rule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FigureTest {
    @Test
    void of_anySize_hasThreeDigitsAndIsReadAtAGlance() {
        assertThat(Figure.of(0)).isEqualTo("<0.001");
        assertThat(Figure.of(0.00099)).isEqualTo("<0.001");
        assertThat(Figure.of(0.0012345)).isEqualTo("0.00123");
        assertThat(Figure.of(1.7222)).isEqualTo("1.72");
        assertThat(Figure.of(59.994)).isEqualTo("60.0");
        assertThat(Figure.of(12345)).isEqualTo("12300");
    }
}
