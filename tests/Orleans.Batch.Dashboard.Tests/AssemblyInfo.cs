// One browser and one server for all: side by side their tests would only take each other's time, and what is measured
// here would not be what one page costs.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
