package sunstone.simulators.polarizedlight;

/**
 * Complex refractive indices n + ik of a uniaxial crystal at one wavelength.
 *
 * @param ordinaryN refractive index of the ordinary wave (field in the basal plane), above 0
 * @param ordinaryK its extinction coefficient, at least 0
 * @param axialN refractive index for a field along c, above 0
 * @param axialK its extinction coefficient, at least 0
 */
public record UniaxialMetal(double ordinaryN, double ordinaryK, double axialN, double axialK) {
    private static final Complex ONE = new Complex(1, 0);

    public UniaxialMetal {
        if (!(ordinaryN > 0 && ordinaryK >= 0 && axialN > 0 && axialK >= 0)
                || Double.isInfinite(ordinaryN + ordinaryK + axialN + axialK)) { // this form also rejects NaN
            throw new IllegalArgumentException("n must be above 0, k at least 0, both finite: " + ordinaryN + " + "
                    + ordinaryK + "i, " + axialN + " + " + axialK + "i");
        }
    }

    /**
     * Alpha titanium at 750 nm, from the dielectric constants of the EMsoftOO template (models/doc/physics.md section
     * 6).
     */
    public static UniaxialMetal titanium() {
        Complex ordinary = new Complex(6.676, 34.954).sqrt(), axial = new Complex(-20.377, 30.405).sqrt();
        return new UniaxialMetal(ordinary.re(), ordinary.im(), axial.re(), axial.im());
    }

    /** Amplitude reflectivity of the ordinary wave at normal incidence. */
    Complex ordinaryReflectivity() {
        return reflectivity(new Complex(ordinaryN, ordinaryK));
    }

    /**
     * Amplitude reflectivity of the extraordinary wave at normal incidence.
     *
     * @param cos2 squared cosine of the tilt of c from the surface normal
     */
    Complex extraordinaryReflectivity(double cos2) {
        Complex o = new Complex(ordinaryN, ordinaryK), e = new Complex(axialN, axialK);
        Complex epsO = o.times(o), epsE = e.times(e);
        Complex divisor = epsO.plus(epsE.minus(epsO).times(cos2));
        return reflectivity(epsO.times(epsE).over(divisor).sqrt());
    }

    /**
     * How much more of the intensity a field along c sends back than one in the basal plane, fraction of the incident.
     */
    double axialExcess() {
        return extraordinaryReflectivity(0).squaredModulus()
                - ordinaryReflectivity().squaredModulus();
    }

    private static Complex reflectivity(Complex n) {
        return n.minus(ONE).over(n.plus(ONE));
    }
}
