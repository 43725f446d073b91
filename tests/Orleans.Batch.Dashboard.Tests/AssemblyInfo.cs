// All tests share one browser and one server: in parallel they would slow each other down, and the measurements
// would not show what one page costs.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
