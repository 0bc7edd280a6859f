metadata description = 'The Event Hubs namespace with the hubs for readings and for market inputs.'

param location string
param name string
param partitions int
param throughputUnits int
param maximumThroughputUnits int

resource namespace 'Microsoft.EventHub/namespaces@2024-01-01' = {
  name: name
  location: location
  sku: {
    name: 'Standard'
    tier: 'Standard'
    capacity: throughputUnits
  }
  properties: {
    disableLocalAuth: true
    isAutoInflateEnabled: true
    maximumThroughputUnits: maximumThroughputUnits
    minimumTlsVersion: '1.2'
  }
}

resource readings 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = {
  parent: namespace
  name: 'readings'
  properties: {
    partitionCount: partitions
    retentionDescription: {
      cleanupPolicy: 'Delete'
      // The longest that the tier keeps: time to mend a partition that stopped, before its events are gone.
      retentionTimeInHours: 168
    }
  }
}

resource market 'Microsoft.EventHub/namespaces/eventhubs@2024-01-01' = {
  parent: namespace
  name: 'market'
  properties: {
    partitionCount: partitions
    retentionDescription: {
      cleanupPolicy: 'Delete'
      retentionTimeInHours: 168
    }
  }
}

// The functions read here what their triggers passed over; the triggers own the partitions in the default group.
resource readingsRecovery 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2024-01-01' = {
  parent: readings
  name: 'recovery'
}

resource marketRecovery 'Microsoft.EventHub/namespaces/eventhubs/consumergroups@2024-01-01' = {
  parent: market
  name: 'recovery'
}

output name string = namespace.name
