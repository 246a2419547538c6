using NNOptim.Tests.Common;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]
