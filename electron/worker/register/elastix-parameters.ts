/**
 * Parameters of elastix for a rigid motion of a head: mutual information (contrasts may differ), two smoothing levels (the start is
 * already within a few millimetres), the
 * step size estimated by the optimiser. The seed is fixed, so the same pair gives the same matrix.
 *
 * @see Klein et al. 2010, elastix, doi:10.1109/TMI.2009.2035616
 */
export const rigidParameters: Readonly<Record<string, readonly string[]>> = {
  Registration: ['MultiResolutionRegistration'],
  Transform: ['EulerTransform'],
  Metric: ['AdvancedMattesMutualInformation'],
  NumberOfHistogramBins: ['32'],
  Optimizer: ['AdaptiveStochasticGradientDescent'],
  AutomaticParameterEstimation: ['true'],
  AutomaticScalesEstimation: ['true'],
  AutomaticTransformInitialization: ['false'],
  MaximumNumberOfIterations: ['200'],
  NumberOfResolutions: ['2'],
  FixedImagePyramid: ['FixedSmoothingImagePyramid'],
  MovingImagePyramid: ['MovingSmoothingImagePyramid'],
  Interpolator: ['LinearInterpolator'],
  ImageSampler: ['RandomCoordinate'],
  NewSamplesEveryIteration: ['true'],
  NumberOfSpatialSamples: ['3000'],
  NumberOfSamplesForExactGradient: ['4096'],
  CheckNumberOfSamples: ['true'],
  MaximumNumberOfSamplingAttempts: ['8'],
  HowToCombineTransforms: ['Compose'],
  RandomSeed: ['121212'],
  DefaultPixelValue: ['0'],
  ResampleInterpolator: ['FinalBSplineInterpolator'],
  FinalBSplineInterpolationOrder: ['1'],
  Resampler: ['DefaultResampler'],
  ResultImageFormat: ['nii'],
  WriteResultImage: ['false'],
  WriteIterationInfo: ['false'],
};
