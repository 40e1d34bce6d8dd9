package atlasprox.read.zarr.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @Test
    void everyHalfIsAFloatAndBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = Numbers.ofHalf((short) bits);
            if (Float.isNaN(value)) {
                assertThat(bits & 0x7fff).isGreaterThan(0x7c00);
            } else {
                assertThat(Numbers.toHalf(value)).isEqualTo((short) bits);
            }
        }
    }

    /** As numpy has them. */
    @ParameterizedTest
    @CsvSource({
        "0x3c00, 1",
        "0xc000, -2",
        "0x7bff, 65504",
        "0x0400, 6.103515625e-05",
        "0x0001, 5.960464477539063e-08",
        "0x3555, 0.333251953125",
        "0x7c00, Infinity",
        "0xfc00, -Infinity",
        "0x8000, -0.0",
    })
    void halvesAreThoseOfIeee754(String bits, float value) {
        assertThat(Numbers.ofHalf(Integer.decode(bits).shortValue())).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "65519.9, 65504",
        "65520, Infinity",
        "2.98e-08, 0",
        "2.99e-08, 5.960464477539063e-08",
        "0.33333, 0.333251953125",
        "2047.5, 2048",
        "-1e300, -Infinity",
    })
    void numbersBecomeTheNearestHalf(double value, float half) {
        assertThat(Numbers.ofHalf(Numbers.toHalf(value))).isEqualTo(half);
    }
}
