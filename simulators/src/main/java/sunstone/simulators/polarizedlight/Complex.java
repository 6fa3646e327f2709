package sunstone.simulators.polarizedlight;

/** A complex number. */
record Complex(double re, double im) {
    Complex plus(Complex z) {
        return new Complex(re + z.re, im + z.im);
    }

    Complex minus(Complex z) {
        return new Complex(re - z.re, im - z.im);
    }

    Complex times(Complex z) {
        return new Complex(re * z.re - im * z.im, re * z.im + im * z.re);
    }

    Complex times(double x) {
        return new Complex(x * re, x * im);
    }

    Complex over(Complex z) {
        return times(z.conjugate()).times(1 / z.squaredModulus());
    }

    Complex conjugate() {
        return new Complex(re, -im);
    }

    double squaredModulus() {
        return re * re + im * im;
    }

    /** Principal root: real part at least 0. */
    Complex sqrt() {
        double modulus = Math.hypot(re, im);
        double x = Math.sqrt(Math.max(0, modulus + re) / 2), y = Math.sqrt(Math.max(0, modulus - re) / 2);
        return new Complex(x, im < 0 ? -y : y);
    }
}
